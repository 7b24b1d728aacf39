/**
 * The title of the tab: the number of chats with news, and a mark while this chat's answer has not come to
 * its full stop. Screen readers skip the mark, since the page tells them of answers. Pure.
 */
export function pageTitle(options: {
  title: string
  unseenCount: number
  answering: boolean
  appName?: string
}): string {
  const { title, unseenCount, answering, appName = 'Fullstop' } = options
  const news = unseenCount > 0 ? `(${unseenCount}) ` : ''
  return `${news}${answering ? '… ' : ''}${title} · ${appName}`
}
