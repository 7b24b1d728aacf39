/** Does nothing. Without this file the build would use the repository's `instrumentation.ts`. */
export function register(): void {}
