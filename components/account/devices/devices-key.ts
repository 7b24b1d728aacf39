/** The query key of the list of devices. Changing the password, too, invalidates the list. */
export const devicesKey = ['devices'] as const
