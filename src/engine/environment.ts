/** What threads of ours read of the environment: where temporary files go, language and time zone, and where Windows is. */
const threads = /^(TMPDIR|TMP|TEMP|TZ|LANG|LC_\w+|SYSTEMROOT|WINDIR)$/i;

/** What it takes beside that to start a program and to find the user's own folder. */
const programs = /^(PATH|PATHEXT|COMSPEC|HOME|USERPROFILE|APPDATA|LOCALAPPDATA)$/i;

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The environment of a thread. Keys and tokens are in the environment that we are started in: code of LFs and of packages gets none of them.
 * @param env of this process
 */
export const threadEnvironment = (env: Environment): Record<string, string> =>
  Object.fromEntries(
    Object.entries(env).filter((variable): variable is [string, string] => threads.test(variable[0]) && variable[1] !== undefined),
  );

/** Names of the variables of `env` that a program which runs an LF does not need. */
export const unneededVariables = (env: Environment): string[] =>
  Object.keys(env).filter((name) => !threads.test(name) && !programs.test(name));
