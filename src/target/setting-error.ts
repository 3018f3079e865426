/** A value in the environment that cannot be used; the message is one sentence for people. */
export class SettingError extends Error {}
