import { describe, expect, test } from 'vitest'
import { requestLabels } from '@/lib/platform/request-labels'
import { clientAddressOf } from './client-address'

const from = (socket: string | undefined, forwarded?: string) =>
  new Request('http://localhost/', {
    headers: {
      ...(socket !== undefined && { [requestLabels().address]: socket }),
      ...(forwarded !== undefined && { 'x-forwarded-for': forwarded }),
    },
  })

describe('P12 the address that counts', () => {
  test.each([
    ['192.0.2.7', '192.0.2.7'],
    ['::ffff:192.0.2.7', '192.0.2.7'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::'],
    ['::1', '::'],
    ['', undefined],
    [undefined, undefined],
  ])('the address of the socket %j is %j, whatever the client says', (socket, address) => {
    expect(clientAddressOf(from(socket, '198.51.100.1'), 0)).toBe(address)
  })

  test.each([
    [1, '203.0.113.9', '203.0.113.9'],
    [1, 'made-up, 203.0.113.9', '203.0.113.9'],
    [2, 'made-up, 203.0.113.9, 10.0.0.2', '203.0.113.9'],
    [2, '203.0.113.9', undefined],
    [1, 'unknown', undefined],
    [1, undefined, undefined],
  ])('the address behind %d proxies that say %j is %j', (proxies, forwarded, address) => {
    expect(clientAddressOf(from('10.0.0.1', forwarded), proxies)).toBe(address)
  })
})
