import { useQuery } from '@tanstack/react-query'
import type { ModelInfo, UnreachableProvider } from '@/lib/contract/model'
import { useSession } from '../session-provider'

/** The time until a provider that could not be reached is asked again, in milliseconds. */
const ASK_AGAIN_MS = 15_000

const noModels: ModelInfo[] = []
const noProviders: UnreachableProvider[] = []

/** The models that are configured; none while they load. */
export function useModels(): ModelInfo[] {
  return useModelList()?.models ?? noModels
}

/** The providers whose models are missing, because the server could not reach them. */
export function useUnreachableProviders(): UnreachableProvider[] {
  return useModelList()?.unreachable ?? noProviders
}

function useModelList() {
  const { api } = useSession()
  const { data } = useQuery({
    queryKey: ['models'],
    queryFn: () => api.models(),
    refetchInterval: ({ state }) => (state.data?.unreachable.length ? ASK_AGAIN_MS : false),
  })
  return data
}
