import { becomeOwner } from '@/lib/accounts/become-owner'
import { createKey } from '@/lib/accounts/create-key'
import { deleteAccount } from '@/lib/accounts/delete-account'
import { endKey } from '@/lib/accounts/end-key'
import { exportChats } from '@/lib/accounts/export-chats'
import { listKeys } from '@/lib/accounts/list-keys'
import { readAccount } from '@/lib/accounts/read-account'
import { readSignInOptions } from '@/lib/accounts/read-sign-in-options'
import { updateAccount } from '@/lib/accounts/update-account'
import { cancelMessage } from '@/lib/chats/cancel-message'
import { cancelStreams } from '@/lib/chats/cancel-streams'
import { createChat } from '@/lib/chats/create-chat'
import { deleteChat } from '@/lib/chats/delete-chat'
import { deleteMessage } from '@/lib/chats/delete-message'
import { followChat } from '@/lib/chats/follow-chat'
import { followEverything } from '@/lib/chats/follow-everything'
import { followMessage } from '@/lib/chats/follow-message'
import { listChats } from '@/lib/chats/list-chats'
import { listModels } from '@/lib/chats/list-models'
import { listStreams } from '@/lib/chats/list-streams'
import { readChat } from '@/lib/chats/read-chat'
import { readMessage } from '@/lib/chats/read-message'
import { readSettings } from '@/lib/chats/read-settings'
import { sendMessage } from '@/lib/chats/send-message'
import { updateChat } from '@/lib/chats/update-chat'
import { updateSettings } from '@/lib/chats/update-settings'
import { readHealth } from '@/lib/health/read-health'
import { readReadiness } from '@/lib/health/read-readiness'

/**
 * Every verb there is, under its name: for what has to know all of them, as the tests of who may do
 * what.
 */
export const verbs = {
  becomeOwner,
  createKey,
  deleteAccount,
  endKey,
  exportChats,
  listKeys,
  readAccount,
  readSignInOptions,
  updateAccount,
  cancelMessage,
  cancelStreams,
  createChat,
  deleteChat,
  deleteMessage,
  followChat,
  followEverything,
  followMessage,
  listChats,
  listModels,
  listStreams,
  readChat,
  readMessage,
  readSettings,
  sendMessage,
  updateChat,
  updateSettings,
  readHealth,
  readReadiness,
} as const

export type VerbName = keyof typeof verbs
