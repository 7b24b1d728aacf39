import { describe, expect, test } from 'vitest'
import { readConfig } from '@/lib/platform/env'
import { isOwnHost } from './own-host'

const home = {}
const published = { PUBLIC_URL: 'https://Chat.example.org:8443' }
const listed = { ...published, ALLOWED_HOSTS: 'chat.lan.example.org,192.168.1.7' }
const vercel = {
  VERCEL: '1',
  DATABASE_URL: 'postgres://localhost/fullstop',
  REDIS_URL: 'redis://localhost',
  AUTH_SECRET: 's'.repeat(32),
  VERCEL_URL: 'app-1.vercel.app',
  VERCEL_BRANCH_URL: 'app-git-main.vercel.app',
  VERCEL_PROJECT_PRODUCTION_URL: 'chat.example.com',
}

const loopback = [
  'localhost',
  'LOCALHOST:3000',
  'localhost.',
  'x.localhost:1',
  '127.0.0.1:3000',
  '127.8.9.1',
  '[::1]:3000',
  '[0:0::1]',
  '[::ffff:127.0.0.1]',
]
const homeNetwork = [
  'nas',
  'Nas:3000',
  'my_app:3000',
  'nas.local',
  'a.b.local.',
  '192.168.1.7',
  '8.8.8.8:80',
  '0.0.0.0',
  '[fe80::1]:3000',
]
const strangers = [
  'evil.example',
  'evil.example.',
  'evil.example:3000',
  'localhost.evil.example',
  'evil-localhost.example',
  'chat.example.org.evil.example',
  'x.chat.example.org',
  'local.example',
  '127.0.0.1.evil.example',
  '127.1',
  '1.2.3.4.5',
  '0x7f.0.0.1',
]
const none = [
  '',
  '.',
  '..',
  'nas..',
  ':3000',
  'a b',
  'user@localhost',
  'localhost/evil.example',
  'evil.example#localhost',
  'localhost, evil.example',
  'localhost:3000:3000',
  'localhost:x',
  'evil%2eexample.local',
  '[::1',
  '::1',
  '[]',
  '[1.2.3.4]',
  'b\u00fccher.local',
]

describe('P12 a host', () => {
  const isOwn = (host: string, environment: Record<string, string>) =>
    isOwnHost(host, readConfig(environment))

  test.each(loopback)('%j is the loopback, and ours everywhere', (host) => {
    for (const environment of [home, published, listed, vercel]) {
      expect(isOwn(host, environment)).toBe(true)
    }
  })

  test.each(homeNetwork)('%j is of a home network, and ours without PUBLIC_URL only', (host) => {
    expect(isOwn(host, home)).toBe(true)
    expect(isOwn(host, published)).toBe(false)
    expect(isOwn(host, vercel)).toBe(false)
  })

  test.each([...strangers, ...none])('%j is never ours', (host) => {
    for (const environment of [home, published, listed, vercel]) {
      expect(isOwn(host, environment)).toBe(false)
    }
  })

  test('the host of PUBLIC_URL is ours at every port, and no other name is', () => {
    expect(isOwn('chat.example.org', home)).toBe(false)
    for (const host of ['chat.example.org', 'CHAT.example.org.:443', 'chat.example.org:8443']) {
      expect(isOwn(host, published)).toBe(true)
    }
  })

  test('a host of ALLOWED_HOSTS is ours, with PUBLIC_URL and without', () => {
    for (const environment of [listed, { ALLOWED_HOSTS: listed.ALLOWED_HOSTS }]) {
      expect(isOwn('Chat.lan.example.org:3000', environment)).toBe(true)
      expect(isOwn('192.168.1.7', environment)).toBe(true)
      expect(isOwn('lan.example.org', environment)).toBe(false)
    }
  })

  test('a host of the platform is ours on that platform', () => {
    for (const host of [vercel.VERCEL_URL, vercel.VERCEL_BRANCH_URL, 'chat.example.com']) {
      expect(isOwn(host, vercel)).toBe(true)
      expect(isOwn(host, { ...vercel, ...published })).toBe(true)
      expect(isOwn(host, home)).toBe(false)
    }
    expect(isOwn('other.vercel.app', vercel)).toBe(false)
  })
})
