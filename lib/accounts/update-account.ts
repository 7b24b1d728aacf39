import type { Person } from '@/lib/auth/person'
import { canChangeAddress, type Account } from '@/lib/contract/account'
import { FullstopError } from '@/lib/contract/fullstop-error'
import type { UpdateAccountRequest } from '@/lib/contract/request'
import type { AccountServices } from './account-services'
import { readAccount } from './read-account'

/**
 * Changes the name and the address of an account. With a mail server the address changes once it has
 * been proved, and whether it is taken is not told. Throws `bad_request` where it is taken or is
 * theirs already, and `forbidden` for guests, a wrong password, and where addresses cannot change.
 */
export async function updateAccount(
  services: AccountServices,
  person: Person,
  { name, email, password }: UpdateAccountRequest,
): Promise<Account> {
  const { database, clock, log } = services
  if (person.guest && (name ?? email) !== undefined) {
    throw new FullstopError('forbidden', 'Guests have no name or address. Create an account first.')
  }
  if (email !== undefined) await changeAddress(services, person.id, email, password)
  if (name !== undefined) {
    await database.accounts.rename(person.id, name, clock.now())
    log.info({ personId: person.id }, 'name changed')
  }
  return readAccount(services, person)
}

async function changeAddress(
  { database, authentication, clock, log }: AccountServices,
  personId: string,
  email: string,
  password: string | undefined,
): Promise<void> {
  const account = await database.accounts.find(personId)
  const { signInOptions } = authentication
  if (!account || !canChangeAddress(signInOptions, account)) {
    const message = 'This server cannot send e-mail to confirm a new address.'
    throw new FullstopError('forbidden', message, { field: 'email' })
  }
  if (!(await authentication.isPasswordOf(personId, password))) {
    throw new FullstopError('forbidden', 'The password is wrong.', { field: 'password' })
  }
  if (email === account.email) throw wrongAddress('That is already your address.')
  if (signInOptions.mail) {
    // One that is taken gets no mail, and the caller the same answer in the same time.
    if (!(await database.accounts.isTaken(email))) authentication.confirmAddress(account, email)
    log.info({ personId }, 'another address asked for')
    return
  }
  if (!(await database.accounts.changeAddress(personId, email, clock.now()))) {
    throw wrongAddress('An account with this address already exists.')
  }
  log.info({ personId }, 'address changed')
}

function wrongAddress(sentence: string): FullstopError {
  return new FullstopError('bad_request', sentence, { field: 'email' })
}
