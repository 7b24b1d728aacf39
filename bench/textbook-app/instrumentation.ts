/** Does nothing: without a file of its own the build would take the repository's. */
export function register(): void {}
