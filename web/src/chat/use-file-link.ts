import { useClient } from '@lyceum/client/react';
import { useEffect, useState } from 'react';

export interface ShownLink {
  /** Good for an `<img>`; undefined until it is there, `null` where there is none to have. */
  readonly url: string | null | undefined;
  /** It did not work: links end after some minutes, and somebody may scroll to a picture later than that. */
  readonly renew: () => void;
}

/** An address that a file can be shown from. */
export function useFileLink(fileId: string): ShownLink {
  const { files } = useClient();
  const [link, setLink] = useState<{ fileId: string; url: string | null }>();
  useEffect(() => {
    let isCurrent = true;
    files.link(fileId).then(
      ({ url }) => isCurrent && setLink({ fileId, url }),
      () => isCurrent && setLink({ fileId, url: null }),
    );
    return () => {
      isCurrent = false;
    };
  }, [files, fileId]);
  const renew = (): void => {
    files.link(fileId).then(
      // The same once more: it is not the link that is wrong.
      ({ url }) => setLink((before) => ({ fileId, url: before?.url === url ? null : url })),
      () => setLink({ fileId, url: null }),
    );
  };
  return { url: link?.fileId === fileId ? link.url : undefined, renew };
}
