import type { S3 } from '../../../sandbox/s3/s3.ts';
import type { Sandbox } from '../../../sandbox/sandbox.ts';
import type { Service } from '../../../sandbox/wire-types.ts';
import type { History } from '../history.ts';
import { isOfTheCleanup } from './cleanup-history.ts';

/** Notes every manifest in the moment in which S3 has it, with the environment that put it there. */
export function watchS3(sandbox: Sandbox, s3: S3, bucket: string, history: History): void {
  const service = sandbox.services.get('s3');
  if (service === undefined) throw new Error('The sandbox has no S3.');
  const watched: Service = async (request) => {
    const response = await service(request);
    const environment = request.caller ?? '';
    const [, key = ''] = new RegExp(`^/${bucket}/([^?]+)`).exec(decodeURIComponent(request.path)) ?? [];
    const object = s3.object(bucket, key);
    if (
      request.method === 'PUT' &&
      response.status < 300 &&
      object !== undefined &&
      isOfTheCleanup({ environment })
    )
      history.noteManifest({ at: sandbox.clock.now(), environment, key, body: object.body });
    return response;
  };
  sandbox.services.set('s3', watched);
}
