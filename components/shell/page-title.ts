/**
 * What the tab says: in how many chats there is news, and whether this one's answer has not come to its
 * full stop. That mark is one that screen readers pass over: they hear of answers in the page. Pure.
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
