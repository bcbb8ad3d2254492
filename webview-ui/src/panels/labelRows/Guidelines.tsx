/** guidelines.md of the project, as it is written: nothing in it is drawn as a page. */
export function Guidelines({ text, onClose }: { text: string | undefined; onClose: () => void }) {
  return (
    <section className="label-guidelines" aria-label="Guidelines">
      <div className="label-facts">
        <h2>Guidelines</h2>
        <button type="button" onClick={onClose}>
          Close <kbd>G</kbd>
        </button>
      </div>
      <pre tabIndex={0} dir="auto">
        {text ?? "There is no guidelines.md in the project's folder. Write one there: it is shown here."}
      </pre>
    </section>
  );
}
