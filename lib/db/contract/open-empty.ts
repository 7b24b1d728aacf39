import type { TestDatabase } from '@/lib/db/testing/test-database'

/** Opens a database of the test's own, in which `ann` and `bob` have accounts and there is nothing else. */
export type OpenEmpty = () => Promise<TestDatabase>
