const SHORTEST_PASSWORD = 8
const LONGEST_PASSWORD = 128

export const PASSWORD_HINT = `${SHORTEST_PASSWORD} to ${LONGEST_PASSWORD} characters`

/** What is wrong with a name: only that it is not there. The server looks closer. Pure. */
export function nameProblem(name: string): string | undefined {
  return name.trim() === '' ? 'Enter your name.' : undefined
}

/** What is wrong with an address, if something is. The server looks closer. Pure. */
export function emailProblem(email: string): string | undefined {
  if (email.trim() === '') return 'Enter your e-mail address.'
  return /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(email.trim())
    ? undefined
    : 'Enter a valid e-mail address.'
}

/** What is wrong with a password that somebody chooses. Pure. */
export function newPasswordProblem(password: string): string | undefined {
  if (password.length < SHORTEST_PASSWORD) {
    return `A password needs at least ${SHORTEST_PASSWORD} characters.`
  }
  return password.length > LONGEST_PASSWORD
    ? `A password can have at most ${LONGEST_PASSWORD} characters.`
    : undefined
}

/** What is wrong with a password that somebody has: only that it is not there. Pure. */
export function passwordProblem(password: string): string | undefined {
  return password === '' ? 'Enter your password.' : undefined
}

/** The problems that there are, without the fields that have none. Pure. */
export function found<Name extends string>(
  problems: Partial<Record<Name, string | undefined>>,
): Partial<Record<Name, string>> {
  const entries = Object.entries(problems).filter(([, problem]) => problem !== undefined)
  return Object.fromEntries(entries) as Partial<Record<Name, string>>
}
