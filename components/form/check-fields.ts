const SHORTEST_PASSWORD = 8
const LONGEST_PASSWORD = 128

export const PASSWORD_HINT = `${SHORTEST_PASSWORD} to ${LONGEST_PASSWORD} characters`

/** The problem of a name: only that it is missing. The server looks closer. Pure. */
export function nameProblem(name: string): string | undefined {
  return name.trim() === '' ? 'Enter your name.' : undefined
}

/** The problem of an address, if it has one. The server looks closer. Pure. */
export function emailProblem(email: string): string | undefined {
  if (email.trim() === '') return 'Enter your e-mail address.'
  return /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(email.trim())
    ? undefined
    : 'Enter a valid e-mail address.'
}

/** The problem of a password that a person chooses, if it has one. Pure. */
export function newPasswordProblem(password: string): string | undefined {
  if (password.length < SHORTEST_PASSWORD) {
    return `A password needs at least ${SHORTEST_PASSWORD} characters.`
  }
  return password.length > LONGEST_PASSWORD
    ? `A password can have at most ${LONGEST_PASSWORD} characters.`
    : undefined
}

/** The problem of a password that a person already has: only that it is missing. Pure. */
export function passwordProblem(password: string): string | undefined {
  return password === '' ? 'Enter your password.' : undefined
}

/** The problems, without the fields that have none. Pure. */
export function found<Name extends string>(
  problems: Partial<Record<Name, string | undefined>>,
): Partial<Record<Name, string>> {
  const entries = Object.entries(problems).filter(([, problem]) => problem !== undefined)
  return Object.fromEntries(entries) as Partial<Record<Name, string>>
}
