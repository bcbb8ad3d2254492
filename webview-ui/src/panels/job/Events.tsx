import type { LogEntry } from "../../../../src/protocol/jobsPanel";
import { wholeNumber, counted } from "../../../../src/core/data/numberText";
import { timeText } from "../../format";
import { Button } from "../../ui/Button";
import { Icon } from "../../ui/Icon";
import { showEvents } from "./jobState";

/** The newest are what people look for; all are in the document. */
const MOST_SHOWN = 200;

const icons: Readonly<Record<LogEntry["level"], readonly [icon: string, tone: string]>> = {
  info: ["info", "muted"],
  warning: ["warning", "warning"],
  error: ["error", "wrong"],
};

/** What the provider said, the newest first. */
export function Events({ log }: { log: readonly LogEntry[] }) {
  const shown = log.slice(-MOST_SHOWN).reverse();
  return (
    <section aria-labelledby="events-title">
      <div className="section-line">
        <h2 id="events-title">Events</h2>
        <span className="muted">
          {log.length > shown.length
            ? `the newest ${wholeNumber(shown.length)} of ${wholeNumber(log.length)}`
            : counted(log.length, "event")}
        </span>
        {log.length > 0 && (
          <Button appearance="secondary" onClick={showEvents}>
            Open as text
          </Button>
        )}
      </div>
      <ul className="events" aria-labelledby="events-title">
        {shown.map(({ id, at, level, message }) => (
          <li key={id}>
            <Icon name={icons[level][0]} className={icons[level][1]} />
            <time dateTime={new Date(at).toISOString()}>{timeText(at)}</time>
            <span>
              {level !== "info" && <span className="for-screen-readers">{level}: </span>}
              {message}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
