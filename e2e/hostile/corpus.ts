import { attributeBreaks } from './families/attribute-breaks'
import { autolinks } from './families/autolinks'
import { codeAndCharacters } from './families/code-and-characters'
import { htmlThatFetches } from './families/html-that-fetches'
import { htmlThatHides } from './families/html-that-hides'
import { htmlThatRuns } from './families/html-that-runs'
import { images } from './families/images'
import { links } from './families/links'
import { mathsAndDiagrams } from './families/maths-and-diagrams'
import type { Payload } from './families/payload'
import { references } from './families/references'
import { structures } from './families/structures'

/** Every family of payloads by its name. The payloads aim at the canary's origin. */
export const families: Record<string, (origin: string) => Payload[]> = {
  images,
  references,
  'HTML that fetches': htmlThatFetches,
  'HTML that runs': htmlThatRuns,
  'HTML that hides': htmlThatHides,
  links,
  autolinks,
  'attribute breaks': attributeBreaks,
  structures,
  'maths and diagrams': mathsAndDiagrams,
  'code and characters': codeAndCharacters,
}

/** All payloads, aimed at the canary of this origin. */
export function corpus(origin: string): Payload[] {
  return Object.values(families).flatMap((makeFamily) => makeFamily(origin))
}
