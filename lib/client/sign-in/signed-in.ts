import { forgetAccount } from '@/lib/client/browser/known-account'
import { authCall } from './auth-call'

/** A browser in which the person is signed in. */
export type SignedInDevice = {
  token: string
  userAgent: string | null
  /** The time of the sign-in there. */
  createdAt: string
  /** Whether it is this browser. */
  current: boolean
}

type Session = Omit<SignedInDevice, 'current'>

/** The browsers in which the person is signed in: this one first, then by latest sign-in. */
export async function listDevices(): Promise<SignedInDevice[]> {
  const [sessions, own] = await Promise.all([
    authCall<Session[]>('/list-sessions'),
    authCall<{ session: Session } | null>('/get-session'),
  ])
  return sessions
    .map(({ token, userAgent, createdAt }) => ({
      token,
      userAgent,
      createdAt,
      current: token === own?.session.token,
    }))
    .toSorted(
      (one, other) =>
        Number(other.current) - Number(one.current) ||
        Date.parse(other.createdAt) - Date.parse(one.createdAt),
    )
}

export async function endDevice(token: string): Promise<void> {
  await authCall('/revoke-session', { token })
}

export async function endOtherDevices(): Promise<void> {
  await authCall('/revoke-other-sessions', {})
}

export async function signOut(): Promise<void> {
  await authCall('/sign-out', {})
  forgetAccount()
}

/** False for a person who signs in only by GitHub or Google. */
export async function hasPassword(): Promise<boolean> {
  const ways = await authCall<{ providerId: string }[]>('/list-accounts')
  return ways.some(({ providerId }) => providerId === 'credential')
}

/** Also signs the person out everywhere else. */
export async function changePassword(passwords: {
  currentPassword: string
  newPassword: string
}): Promise<void> {
  await authCall('/change-password', { ...passwords, revokeOtherSessions: true })
}

/** Sends a mail with which the person confirms that the address is theirs. */
export async function sendVerificationMail(email: string): Promise<void> {
  await authCall('/send-verification-email', { email })
}
