/** Tells a layout the path of its page, which Next does not tell it. */
export const PAGE_PATH_HEADER = 'x-fullstop-page'
