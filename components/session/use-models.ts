import { useQuery } from '@tanstack/react-query'
import type { ModelInfo } from '@/lib/contract/model'
import { useSession } from './session-provider'

const noModels: ModelInfo[] = []

/** The models that are configured; none while they load. */
export function useModels(): ModelInfo[] {
  const { api } = useSession()
  const { data } = useQuery({ queryKey: ['models'], queryFn: () => api.models() })
  return data?.models ?? noModels
}
