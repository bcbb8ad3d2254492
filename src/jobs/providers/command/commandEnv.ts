import { ServiceFailure } from "../../../net/failure";

/** What programs need to be found, to find their files and to speak the user's language. None of it is a secret. */
const NEEDED: readonly string[] = [
  ...["PATH", "HOME", "USER", "LOGNAME", "SHELL", "LANG", "LANGUAGE", "TZ", "TERM", "TMPDIR", "TMP", "TEMP"],
  ...["XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_RUNTIME_DIR"],
  ...["SYSTEMROOT", "SYSTEMDRIVE", "WINDIR", "COMSPEC", "PATHEXT", "OS", "USERNAME", "USERPROFILE", "HOMEDRIVE", "HOMEPATH"],
  ...["APPDATA", "LOCALAPPDATA", "PROGRAMDATA", "PROGRAMFILES", "PROGRAMFILES(X86)", "COMMONPROGRAMFILES"],
  ...["NUMBER_OF_PROCESSORS", "PROCESSOR_ARCHITECTURE", "OMP_NUM_THREADS", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH"],
  ...["VIRTUAL_ENV", "CONDA_PREFIX", "CONDA_DEFAULT_ENV", "PYTHONPATH", "CUDA_HOME", "CUDA_PATH", "CUDA_VISIBLE_DEVICES"],
  ...["CUDA_DEVICE_ORDER", "ROCR_VISIBLE_DEVICES", "HF_HOME", "TRANSFORMERS_CACHE", "TORCH_HOME"],
];

const isNeeded = (name: string): boolean => NEEDED.includes(name.toUpperCase()) || name.startsWith("LC_");

/**
 * The environment of a training command.
 * @param names variables that its ticket names
 * @throws ServiceFailure if one of these is not set
 */
export function commandEnv(names: readonly string[], env: NodeJS.ProcessEnv = process.env): Record<string, string> {
  const missing = names.filter((name) => env[name] === undefined);
  if (missing.length > 0)
    throw new ServiceFailure("key", `The command is to get ${missing.join(", ")}, which is not set here. Set it, then resume the job.`);
  return Object.fromEntries(
    Object.entries(env).filter(
      (entry): entry is [string, string] => entry[1] !== undefined && (isNeeded(entry[0]) || names.includes(entry[0])),
    ),
  );
}

/** What a summary says of it. */
export const envNote = (names: readonly string[]): string =>
  names.length === 0
    ? "It gets no environment variables but those that programs need to run (PATH, HOME and the like)."
    : `Of your environment it gets ${names.join(", ")}, and what programs need to run (PATH, HOME and the like).`;

/** Values that must not get into a record, as far as their names tell. */
export const secretValues = (names: readonly string[], env: NodeJS.ProcessEnv = process.env): string[] =>
  names.filter((name) => /KEY|TOKEN|SECRET|PASS|PWD|CRED|AUTH/i.test(name)).flatMap((name) => env[name] ?? []);
