export const ACCOUNT_PATH = '/account'

/** Where one makes an account. */
export const NEW_ACCOUNT_PATH = '/sign-in?new'
