/** A codicon; decoration only, the text beside it says the same. */
export function Icon({ name, className = "" }: { name: string; className?: string }) {
  return <span className={`codicon codicon-${name} ${className}`} aria-hidden="true" />;
}
