import type { Sender } from '@/lib/budgets/sender'

/** Somebody with an account. */
export const member = (id: string): Sender => ({ id, guest: false, admin: false })

export const guest = (id: string): Sender => ({ id, guest: true, admin: false })

export const owner = (id: string): Sender => ({ id, guest: false, admin: true })
