export const ACCOUNT_PATH = '/account'

/** The page on which a person makes an account. */
export const NEW_ACCOUNT_PATH = '/sign-in?new'
