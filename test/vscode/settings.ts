/** User settings that keep a test's or a demonstration's VS Code free of prompts, tips, updates and the network. */
export const quietSettings: Readonly<Record<string, unknown>> = {
  "files.autoSave": "off",
  "workbench.startupEditor": "none",
  "workbench.tips.enabled": false,
  "workbench.secondarySideBar.defaultVisibility": "hidden",
  "telemetry.telemetryLevel": "off",
  "update.mode": "none",
  "update.showReleaseNotes": false,
  "extensions.autoCheckUpdates": false,
  "extensions.autoUpdate": false,
  "extensions.ignoreRecommendations": true,
  "chat.disableAIFeatures": true,
  "window.commandCenter": false,
  "git.openRepositoryInParentFolders": "never",
  "security.workspace.trust.enabled": false,
};
