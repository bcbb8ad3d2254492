/** When the clock of these tests begins. */
export const NOW = Date.parse("2026-11-21T09:00:00Z");
