import { withBody } from '@/client/calls'
import { FullstopError, errorOf } from '@/client/error'
import type { ErrorCode } from '@/lib/contract/error'

/** The refusals of better-auth in words of ours, and the form field that each is about. */
const refusals: Readonly<Record<string, { sentence: string; field?: string }>> = {
  INVALID_EMAIL_OR_PASSWORD: {
    sentence: 'The e-mail address or password is wrong.',
    field: 'password',
  },
  INVALID_EMAIL: noAddress(),
  // Only the address can be malformed in the calls that are sent here.
  VALIDATION_ERROR: noAddress(),
  USER_ALREADY_EXISTS: alreadyThere(),
  USER_ALREADY_EXISTS_USE_ANOTHER_EMAIL: alreadyThere(),
  PASSWORD_TOO_SHORT: { sentence: 'A password needs at least 8 characters.', field: 'password' },
  PASSWORD_TOO_LONG: { sentence: 'A password can have at most 128 characters.', field: 'password' },
  INVALID_PASSWORD: { sentence: 'The password is wrong.', field: 'currentPassword' },
  INVALID_TOKEN: { sentence: 'This link has expired or has already been used.', field: 'token' },
  EMAIL_PASSWORD_SIGN_UP_DISABLED: { sentence: 'This server does not accept new accounts.' },
  EMAIL_ALREADY_VERIFIED: { sentence: 'Your address is already confirmed.' },
  UNAUTHORIZED: { sentence: 'You are no longer signed in.' },
}

function noAddress() {
  return { sentence: 'Enter a valid e-mail address.', field: 'email' }
}

function alreadyThere() {
  return {
    sentence: 'An account with this address already exists. Sign in instead.',
    field: 'email',
  }
}

/** Makes a call to better-auth: a `POST` where it has a body. Throws {@link FullstopError}. */
export async function authCall<Body>(path: string, body?: unknown): Promise<Body> {
  let response: Response
  try {
    response = await fetch(`/api/auth${path}`, body === undefined ? {} : withBody('POST', body))
  } catch {
    throw new FullstopError('unreachable', 'Could not reach the server.')
  }
  if (!response.ok) throw await authErrorOf(response)
  try {
    // The server is ours, so its better-auth is the version that this was written for.
    return (await response.json()) as Body
  } catch {
    throw new FullstopError('unreachable', 'The server’s response was cut off.')
  }
}

/** A refusal has better-auth's own shape, or the contract's where a check before better-auth refuses. */
async function authErrorOf(response: Response): Promise<FullstopError> {
  const code = await refusalCodeOf(response.clone())
  if (code === undefined) return errorOf(response)
  const { sentence = 'That did not work. Try again.', field } = refusals[code] ?? {}
  return new FullstopError(codeOfStatus(response.status), sentence, {
    ...(field !== undefined && { field }),
  })
}

async function refusalCodeOf(response: Response): Promise<string | undefined> {
  try {
    const body: unknown = await response.json()
    const isRefusal = typeof body === 'object' && body !== null && !('error' in body)
    return isRefusal && 'code' in body && typeof body.code === 'string' ? body.code : undefined
  } catch {
    return undefined
  }
}

function codeOfStatus(status: number): ErrorCode {
  if (status >= 500) return 'internal'
  if (status === 401) return 'unauthenticated'
  return status === 403 ? 'forbidden' : 'bad_request'
}
