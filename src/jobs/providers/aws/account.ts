import type { Credential } from "../description";

const ADDRESS = "https://amazonaws.com";

/** The access key of an AWS user or role. It signs requests and is itself never sent. */
export const awsCredential = {
  account: { id: "aws", title: "AWS" },
  fields: [
    { name: "accessKeyId", title: "Access key ID", variable: "AWS_ACCESS_KEY_ID", open: true },
    { name: "secretAccessKey", title: "Secret access key", variable: "AWS_SECRET_ACCESS_KEY" },
    { name: "sessionToken", title: "Session token", variable: "AWS_SESSION_TOKEN", optional: true },
  ],
  elsewhere: "the environment, ~/.aws/credentials, or the AWS CLI (profiles with SSO, roles or a credential process)",
  ownUrl: ADDRESS,
  address: () => ADDRESS,
} satisfies Credential<unknown>;
