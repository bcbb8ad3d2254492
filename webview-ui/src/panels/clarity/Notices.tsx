/** What stands in place of numbers that cannot be: why there are none, and what to do. */
import type { ReactNode } from "react";
import { labelRows } from "../../state";
import { Icon } from "../../ui/Icon";
import { useScope } from "./scope";

export function NoProject() {
  return (
    <Notice icon="folder" title="No LF Lens project in this workspace">
      <p>
        Create a file <code>lf.config.json</code> in the folder with your data. It names the labels and the data:
      </p>
      <pre>{`{
  "labels": ["HAM", "SPAM"],
  "data": { "train": "data/train.csv" },
  "columns": { "text": "text", "gold": "label" }
}`}</pre>
    </Notice>
  );
}

export function NoLfs({ labels, textColumn = "text" }: { labels: readonly string[]; textColumn?: string }) {
  const label = JSON.stringify(labels[0] ?? "LABEL");
  return (
    <Notice icon="beaker" title="No LFs yet">
      <p>
        Write the first one in a file ending in <code>.lf.ts</code>. Each exported constant is an LF; its statistics appear here as you
        type:
      </p>
      <pre>{`import { lf, keyword, ABSTAIN } from "lf-lens";

export const hasWord = keyword(${label}, ${JSON.stringify(textColumn)}, "subscribe");
export const isShort = lf((row) =>
  row[${JSON.stringify(textColumn)}].length < 20 ? ${label} : ABSTAIN,
);`}</pre>
    </Notice>
  );
}

export function NoGold({ goldColumn }: { goldColumn?: string }) {
  const scope = useScope();
  return (
    <Notice icon="pass" title="No gold, so no clarity matrix">
      <p>
        <button type="button" className="link" onClick={labelRows}>
          Label rows by hand
        </button>
        : one key for each, drawn at random.
      </p>
      <p>
        {goldColumn === undefined ? (
          <>
            Gold labels are labels you trust. Or add a column with the right label for some rows, and name it in <code>lf.config.json</code>
            : <code>{`"columns": { "gold": "label" }`}</code>.
          </>
        ) : (
          <>
            The column <code>{goldColumn}</code> is empty on every row{scope === "sample" && " of the sample"}. Or fill in the right label
            for some rows.
          </>
        )}{" "}
        Other rows can stay empty. 50 gold rows give a first impression, 200 a good one. Coverage, overlap and conflict need no gold.
      </p>
    </Notice>
  );
}

function Notice({ icon, title, children }: { icon: string; title: string; children: ReactNode }) {
  return (
    <section className="notice">
      <h2>
        <Icon name={icon} /> {title}
      </h2>
      {children}
    </section>
  );
}
