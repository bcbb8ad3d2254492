import type { ReactNode } from "react";

/** A page that has nothing to show but why. `title`: what the panel is, for screen readers, as the tab says it for others. */
export function Alone({ title, children }: { title: string; children: ReactNode }) {
  return (
    <main className="alone">
      <h1 className="for-screen-readers">{title}</h1>
      {children}
    </main>
  );
}
