/** Tells a page which one it is: of its address Next itself tells a layout nothing. */
export const PAGE_PATH_HEADER = 'x-fullstop-page'
