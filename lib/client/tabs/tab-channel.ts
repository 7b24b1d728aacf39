/** What the tabs of this browser tell each other under one name. */
export type TabChannel<News> = {
  tell: (news: News) => void
  close: () => void
}

/** Opens it; undefined where the browser has none, or refuses it as it does its storage. */
export function openTabChannel<News>(
  name: string,
  onNews: (news: News) => void,
): TabChannel<News> | undefined {
  let channel: BroadcastChannel
  try {
    channel = new BroadcastChannel(name)
  } catch {
    return undefined
  }
  channel.addEventListener('message', ({ data }: MessageEvent<News>) => {
    onNews(data)
  })
  return {
    tell: (news) => {
      channel.postMessage(news)
    },
    close: () => {
      channel.close()
    },
  }
}
