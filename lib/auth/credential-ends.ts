/** Tells everybody who reads by a session or an API key that it has ended. */
export class CredentialEnds {
  readonly #listeners = new Map<string, Set<() => void>>()

  /** Calls back when the session or key ends, until the result is called. */
  when(credentialId: string, listener: () => void): () => void {
    const ofCredential = this.#listeners.get(credentialId) ?? new Set()
    this.#listeners.set(credentialId, ofCredential.add(listener))
    return () => {
      const wasThere = ofCredential.delete(listener)
      // A second call must not end the watch of a later `when`.
      if (wasThere && ofCredential.size === 0) this.#listeners.delete(credentialId)
    }
  }

  announce(credentialId: string): void {
    for (const listener of this.#listeners.get(credentialId) ?? []) listener()
  }
}
