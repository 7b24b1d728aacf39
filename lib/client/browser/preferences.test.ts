import { beforeEach, describe, expect, it, vi } from 'vitest'

/** Stubs storage, document and window, and loads the module as a new page does. */
async function newPage(store = new Map<string, string>()) {
  const dataset: Record<string, string> = {}
  const bars = ['light', 'dark'].map((scheme) => ({ media: `(${scheme})`, content: '' }))
  const cookies: string[] = []
  const document = {
    documentElement: { dataset },
    set cookie(cookie: string) {
      cookies.push(cookie)
    },
    querySelectorAll: () => bars,
  }
  const storageListeners = new Set<(event: { key: string }) => void>()
  vi.stubGlobal('document', document)
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => store.get(key) ?? null,
    setItem: (key: string, value: string) => store.set(key, value),
  })
  vi.stubGlobal('addEventListener', (_: string, listener: (event: { key: string }) => void) =>
    storageListeners.add(listener),
  )
  vi.stubGlobal('removeEventListener', (_: string, listener: (event: { key: string }) => void) =>
    storageListeners.delete(listener),
  )
  vi.resetModules()
  const loaded = await import('./preferences')
  const hear = (key: string) => {
    for (const listener of storageListeners) listener({ key })
  }
  return { ...loaded, store, bars, cookies, dataset, storageListeners, hear }
}

const standard = { appearance: 'system', whenIStop: 'seen', sideBar: 'shown' }

describe('preferences', () => {
  beforeEach(() => {
    vi.unstubAllGlobals()
  })

  it('preferences begin with the system’s appearance and a stop that keeps what was seen', async () => {
    const { preferences } = await newPage()
    expect(preferences()).toEqual(standard)
    expect(preferences()).toBe(preferences())
  })

  it('a changed preference is stored, told to the server in a cookie, and shown at once', async () => {
    const first = await newPage()
    first.changePreferences({ appearance: 'dark' })
    expect(first.dataset).toEqual({ appearance: 'dark', sideBar: 'shown' })
    expect(first.cookies).toContainEqual(
      expect.stringMatching(/^fullstop-appearance=dark; path=\/; max-age=\d+/),
    )
    expect(new Set(first.bars.map(({ content }) => content)).size).toBe(1)
    first.changePreferences({ whenIStop: 'received' })
    first.changePreferences({ sideBar: 'folded' })
    expect(first.dataset['sideBar']).toBe('folded')
    expect(first.cookies.at(-1)).toMatch(/^fullstop-side-bar=folded; path=\/; max-age=\d+/)
    const { preferences } = await newPage(first.store)
    expect(preferences()).toEqual({
      appearance: 'dark',
      whenIStop: 'received',
      sideBar: 'folded',
    })
  })

  it('a changed appearance colours the bars of the browser like the page', async () => {
    const { changePreferences, bars } = await newPage()
    const colours = () => bars.map(({ content }) => content)
    changePreferences({ appearance: 'system' })
    const [light, dark] = colours()
    expect(light).not.toBe(dark)
    changePreferences({ appearance: 'light' })
    expect(colours()).toEqual([light, light])
    changePreferences({ appearance: 'dark' })
    expect(colours()).toEqual([dark, dark])
  })

  it.each(['{"appearance":"pink","whenIStop":7,"sideBar":1}', '[]', 'null', '{'])(
    'the standard preferences take the place of the stored %j',
    async (stored) => {
      const { preferences } = await newPage(new Map([['fullstop.preferences', stored]]))
      expect(preferences()).toEqual(standard)
    },
  )

  it('a change that another tab made before this one listened is drawn', async () => {
    const page = await newPage()
    page.preferences()
    page.store.set('fullstop.preferences', '{"appearance":"dark"}')
    page.whenPreferencesChange(() => {})
    expect([page.preferences().appearance, page.dataset['appearance']]).toEqual(['dark', 'dark'])
    const folded = await newPage()
    folded.store.set('fullstop.preferences', '{"sideBar":"folded"}')
    folded.whenPreferencesChange(() => {})
    expect(folded.dataset['sideBar']).toBe('folded')
  })

  it('a change in another tab is heard for as long as somebody listens', async () => {
    const page = await newPage()
    const listener = vi.fn<() => void>()
    const stop = page.whenPreferencesChange(listener)
    page.store.set('fullstop.preferences', '{"appearance":"light"}')
    page.hear('another')
    expect(listener).not.toHaveBeenCalled()
    page.hear('fullstop.preferences')
    expect(listener).toHaveBeenCalledOnce()
    expect([page.preferences().appearance, page.dataset['appearance']]).toEqual(['light', 'light'])
    stop()
    expect(page.storageListeners.size).toBe(0)
  })
})
