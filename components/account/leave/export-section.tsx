import { TextLink } from '@/components/ui/button/text-link'
import { Section } from '../section/section'

/** All chats as a file. */
export function ExportSection() {
  return (
    <Section title="Export">
      <p>All your chats in one file: JSON has everything, Markdown is for reading.</p>
      <p className="flex flex-wrap gap-x-6">
        <TextLink href="/api/export?format=json" download="chats.json">
          Export as JSON
        </TextLink>
        <TextLink href="/api/export?format=markdown" download="chats.md">
          Export as Markdown
        </TextLink>
      </p>
    </Section>
  )
}
