import { becomeOwner } from '@/lib/accounts/become-owner'
import { createKey } from '@/lib/accounts/create-key'
import { deleteAccount } from '@/lib/accounts/delete-account'
import { endKey } from '@/lib/accounts/end-key'
import { exportChats } from '@/lib/accounts/export-chats'
import { listKeys } from '@/lib/accounts/list-keys'
import { readAccount } from '@/lib/accounts/read-account'
import { readSignInOptions } from '@/lib/accounts/read-sign-in-options'
import { updateAccount } from '@/lib/accounts/update-account'
import { createChat } from '@/lib/chats/change/create-chat'
import { deleteChat } from '@/lib/chats/change/delete-chat'
import { deleteMessage } from '@/lib/chats/change/delete-message'
import { updateChat } from '@/lib/chats/change/update-chat'
import { followChat } from '@/lib/chats/follow/follow-chat'
import { followEverything } from '@/lib/chats/follow/follow-everything'
import { followMessage } from '@/lib/chats/follow/follow-message'
import { listModels } from '@/lib/chats/models/list-models'
import { readSettings } from '@/lib/chats/models/read-settings'
import { updateSettings } from '@/lib/chats/models/update-settings'
import { listChats } from '@/lib/chats/read/list-chats'
import { readChat } from '@/lib/chats/read/read-chat'
import { readMessage } from '@/lib/chats/read/read-message'
import { sendMessage } from '@/lib/chats/send/send-message'
import { cancelMessage } from '@/lib/chats/stop/cancel-message'
import { cancelStreams } from '@/lib/chats/stop/cancel-streams'
import { listStreams } from '@/lib/chats/stop/list-streams'
import { readHealth } from '@/lib/health/read-health'
import { readReadiness } from '@/lib/health/read-readiness'

/**
 * Every verb under its name, for code that must know all of them, such as the tests of permissions.
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
