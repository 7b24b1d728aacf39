import { expect, test } from './harness/fixtures'

const noInline = /script-src 'self' 'nonce-[\w+/=]{22,}'(;|$)/

test('P12 a page runs no script but its own, and says so in its policy', async ({
  browser,
  server,
}) => {
  // A context of its own: in the usual one, any violation fails the test.
  const context = await browser.newContext({ baseURL: server.url })
  const page = await context.newPage()
  const complaints: string[] = []
  page.on('console', (message) => complaints.push(message.text()))
  const response = await page.goto('/')
  const policy = response?.headers()['content-security-policy'] ?? ''
  expect(policy).toMatch(noInline)
  expect(policy).toContain("img-src 'self' data:")
  expect(policy).toContain("frame-ancestors 'none'")

  await page.evaluate(() => {
    const inline = document.createElement('script')
    inline.textContent = 'window.hostile = "inline"'
    const image = document.createElement('img')
    image.src = 'http://127.0.0.1:9/pixel.png'
    document.body.insertAdjacentHTML('beforeend', '<b onclick="window.hostile = 1">bold</b>')
    document.body.append(inline, image)
    document.querySelector('b')?.click()
  })
  expect(await page.evaluate(() => 'hostile' in window)).toBe(false)
  await expect
    .poll(() => complaints.filter((text) => text.includes('Content Security Policy')).length)
    .toBeGreaterThanOrEqual(3)
  await context.close()
})

test('P12 each page has a nonce of its own', async ({ server }) => {
  const policies = await Promise.all(
    ['/', '/', '/c/none', '/nowhere'].map(async (path) =>
      (await fetch(server.url + path)).headers.get('content-security-policy'),
    ),
  )
  expect(new Set(policies).size).toBe(4)
})

for (const path of ['/', '/api/health', '/api/nowhere']) {
  test(`P12 ${path} carries the headers that keep a browser from guessing`, async ({ server }) => {
    const { headers } = await fetch(server.url + path)
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    expect(headers.get('x-frame-options')).toBe('DENY')
    expect(headers.get('referrer-policy')).toBe('same-origin')
    expect(headers.get('permissions-policy')).toContain('camera=()')
    expect(headers.get('x-request-id')).toMatch(/^[\w-]{36}$/)
    expect(headers.has('x-powered-by')).toBe(false)
    // Only a server that knows of TLS in front of it sends this header.
    expect(headers.has('strict-transport-security')).toBe(false)
  })
}

test('P11 the server resizes no picture for anybody', async ({ server }) => {
  for (const address of ['/icon.svg', '/apple-icon.png', 'http://127.0.0.1:9/pixel.png']) {
    const query = new URLSearchParams({ url: address, w: '640', q: '75' })
    expect((await fetch(`${server.url}/_next/image?${query}`)).status).toBe(404)
  }
})
