import type { RowView } from "../../protocol/panel";

/** "votes SPAM", "abstains" */
export function voteText({ votes }: RowView, lf: string): string {
  const vote = votes.find((candidate) => candidate.lf === lf);
  return vote ? `votes ${vote.label}` : "abstains";
}

/** A row's longest text, in one line. */
export function rowText({ cells }: RowView): string {
  const texts = Object.values(cells).filter((cell) => typeof cell === "string");
  return (texts.sort((a, b) => b.length - a.length)[0] ?? "").replace(/\s+/g, " ").trim();
}
