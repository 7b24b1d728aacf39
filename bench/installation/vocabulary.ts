import { numbersFromSeed } from '../../lib/platform/testing/from-seed.ts'

/**
 * What a search looks for. Nothing else in the vocabulary has these letters in a row, and the
 * unknown ones are nowhere.
 */
export const searched = {
  common: 'water',
  rare: 'quincunx',
  twoLetters: 'ox',
  unknown: 'xylograph',
  unknownTwoLetters: 'zq',
} as const

/** The earlier a word stands here, the more often it is said; `water` is in every second answer. */
const WORDS = (
  'the and that this with for from are was has not but can water all when which more other about into ' +
  'they would there their what if out so said make like time just know take people into year your ' +
  'some them see than then now come its over think also back after use two how our work ' +
  'first well way even new want because any these give day most us great between should home big ' +
  'air line set own under read last never start city earth light thought head story saw left few ' +
  'while along might close something seem next hard open example begin life always those both ' +
  'paper group often run important until children side feet car mile night walk white sea began ' +
  'grow took river four carry state once hear stop without second later miss idea enough eat face ' +
  'watch far really almost let above girl mountain cut young talk soon list song being leave family'
).split(' ')

const CHINESE_WORDS = (
  '我们 他们 这个 那个 什么 没有 可以 因为 所以 时间 问题 工作 中国 世界 学生 老师 朋友 今天 明天 北京 ' +
  '天安门 上海 生活 城市 历史 文化 语言 音乐 电影 天气 春天 夏天 秋天 冬天 早上 晚上 吃饭 喝茶 看书 写字'
).split(' ')

const SYLLABLES = 'ba ce di fo gu ha je ki lo mu na pe ri so tu va we yi'.split(' ')

/** One word in this many is a rare one, which few other messages have. */
const WORDS_A_RARE_ONE = 30

/** One of the things said in a conversation; `also` is a word that it has besides. */
export type Saying = { seed: string; words: number; chinese: boolean; also?: string | undefined }

/** A text of words by chance, the same for the same seed. It has no punctuation. */
export function textOf({ seed, words, chinese, also }: Saying): string {
  const random = numbersFromSeed(seed)
  const said = Array.from({ length: words }, () => wordOf(random, chinese))
  if (also !== undefined) said.push(also)
  return said.join(chinese ? '' : ' ')
}

function wordOf(random: () => number, chinese: boolean): string {
  if (chinese) return pick(CHINESE_WORDS, random())
  if (random() * WORDS_A_RARE_ONE < 1) {
    return Array.from({ length: 4 }, () => pick(SYLLABLES, random())).join('')
  }
  return pick(WORDS, random() ** 2)
}

/** The word at a place from 0 to below 1. */
function pick(words: readonly string[], place: number): string {
  return words[Math.floor(place * words.length)] ?? ''
}
