import * as z from "zod";
import { address } from "../../../net/address";
import { awsCredential } from "../aws/account";
import { s3Address } from "../aws/s3Place";
import { describe } from "../description";
import { loraRules } from "../lora/loraRules";

const settings = z.strictObject({
  id: z.literal("sagemaker"),
  region: z.string().regex(/^[a-z]{2}(-[a-z]+)+-\d$/, "Write a region, such as eu-west-1."),
  /** Where data go and models come from: "s3://bucket/folder". */
  s3: s3Address,
  /** The role that the job takes on. */
  role: z
    .string()
    .regex(/^arn:aws[a-z-]*:iam::\d{12}:role\/.+$/, "Write the role's ARN, such as arn:aws:iam::123456789012:role/SageMakerTraining."),
  /** The container: it needs python3 with torch, transformers and peft, as the Hugging Face containers of AWS have them. */
  image: z
    .string()
    .regex(
      /^[\w.-]+\/.+[:@].+$/,
      "Write an image with its registry and tag, such as 763104351884.dkr.ecr.eu-west-1.amazonaws.com/huggingface-pytorch-training:TAG.",
    ),
  instance: z
    .string()
    .regex(/^ml\.[a-z0-9-]+\.[a-z0-9]+$/, "Write an instance type, such as ml.g5.2xlarge.")
    .default("ml.g5.2xlarge"),
  /** Spot instances cost less and may be taken away; the job then begins again. */
  capacity: z.enum(["on-demand", "spot"]).default("on-demand"),
  /** The job is ended after so long. */
  maxHours: z.coerce.number().int().min(1).max(672).default(24),
  /** A profile of the user's AWS configuration. */
  profile: z
    .string()
    .regex(/^[\w.@/+-]+$/, "Write the name of an AWS profile.")
    .optional(),
  /** One address for all of AWS's services, as AWS_ENDPOINT_URL is. */
  endpoint: address.optional(),
});

/** Amazon SageMaker: LoRA on an instance that is rented for the job. */
export const sagemaker = describe({
  settings,
  title: "Amazon SageMaker",
  rules: loraRules,
  credential: awsCredential,
  trainingPrice: ({ instance, maxHours }) => ({
    reason: `SageMaker bills the time of the instance (${instance}, at most ${maxHours} h), not tokens; see aws.amazon.com/sagemaker/pricing`,
  }),
  choices: [
    {
      id: "sagemaker",
      label: "Amazon SageMaker",
      description: "LoRA training job in your AWS account",
      asks: [
        { key: "region", name: "Region", prompt: "AWS region, such as eu-west-1" },
        { key: "s3", name: "S3 folder", prompt: "Where the examples go and the model is saved, such as s3://bucket/lf-lens" },
        { key: "role", name: "Role", prompt: "ARN of the role that the job takes on; it needs access to the S3 folder and to the image" },
        {
          key: "image",
          name: "Image",
          prompt: "Training container with torch, transformers and peft, such as a Hugging Face container of AWS",
        },
        { key: "instance", name: "Instance", prompt: "Instance type of the job", initial: "ml.g5.2xlarge" },
        { key: "profile", name: "Profile", prompt: "AWS profile; leave empty for the stored key, the environment or the default profile" },
      ],
      settings: ({ region = "", s3 = "", role = "", image = "", ...others }) => ({ region, s3, role, image, ...others }),
    },
  ],
  options: [
    { key: "region", flag: "--region <region>", help: "AWS region" },
    { key: "s3", flag: "--s3 <place>", help: "where the examples go and the model is saved: s3://bucket/folder" },
    { key: "role", flag: "--role <arn>", help: "the role that the job takes on" },
    { key: "image", flag: "--image <uri>", help: "the training container" },
    { key: "instance", flag: "--instance <type>", help: "the instance type (default: ml.g5.2xlarge)" },
    { key: "capacity", flag: "--capacity <kind>", help: "on-demand or spot" },
    { key: "maxHours", flag: "--max-hours <hours>", help: "the job is ended after so long (default: 24)" },
    { key: "profile", flag: "--profile <name>", help: "a profile of your configuration" },
    { key: "endpoint", flag: "--endpoint <url>", help: "one address for all of AWS's services" },
  ],
});
