import { SERVICES } from '@guildhall/kernel';
import { Api, type Answer, type RequestOptions } from '@guildhall/local';
import { AnswerChecker } from '@guildhall/service-kit';

type Document = ConstructorParameters<typeof AnswerChecker>[0];
type Checkers = ReadonlyMap<string, AnswerChecker>;

/** One set a platform: the documents change only with the services. */
const known = new Map<string, Promise<Checkers>>();

const checkersOf = (edgeUrl: string): Promise<Checkers> => {
  const found = known.get(edgeUrl) ?? load(new Api(edgeUrl));
  known.set(edgeUrl, found);
  return found;
};

const load = async (api: Api): Promise<Checkers> => {
  const documents = SERVICES.map(async (service) => {
    const { body } = await api.get<Document>(`/${service}/openapi.json`);
    return [service, new AnswerChecker(body)] as const;
  });
  return new Map(await Promise.all(documents));
};

/** The interface with every success compared with the service's OpenAPI document: a drift throws `AnswerDiffers`. */
export class CheckedApi extends Api {
  private constructor(
    edgeUrl: string,
    patienceMs: number | undefined,
    private readonly checkers: Checkers,
  ) {
    super(edgeUrl, patienceMs);
  }

  /** Reads the documents of all services once; they must be up. `patienceMs` as in `Api`. */
  static async open(edgeUrl: string, patienceMs?: number): Promise<CheckedApi> {
    return new CheckedApi(edgeUrl, patienceMs, await checkersOf(edgeUrl));
  }

  override async send(method: string, path: string, body: object | undefined, options: RequestOptions): Promise<Answer<unknown>> {
    const answer = await super.send(method, path, body, options);
    const [, service = ''] = path.split('/');
    this.checkers.get(service)?.demandFit(method, path, answer.status, answer.body);
    return answer;
  }
}
