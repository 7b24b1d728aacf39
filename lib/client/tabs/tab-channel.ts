/** The channel on which the tabs of this browser tell each other news under one name. */
export type TabChannel<News> = {
  tell: (news: News) => void
  close: () => void
}

/** Opens the channel; undefined where the browser has none, or refuses it together with storage. */
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
