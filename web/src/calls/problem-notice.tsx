import { calls } from '../strings/calls.js';
import { Button } from '../ui/button.js';
import { Notice } from '../ui/notice.js';
import type { MediaProblem } from './media-problem.js';

const said = calls.problems;

interface ProblemNoticeProps {
  problem: MediaProblem;
  /** It is the camera alone: one can talk all the same. */
  isVoiceLeft?: boolean;
  onRetry?: () => void;
}

/** Why one can't be seen or heard, and what to do. */
export function ProblemNotice({ problem, isVoiceLeft = false, onRetry }: ProblemNoticeProps) {
  return (
    <Notice tone={isVoiceLeft ? 'neutral' : 'danger'}>
      <div className="grid gap-2">
        <p className="font-medium">{isVoiceLeft ? `${said.camera[problem]} ${said.voice}` : said[problem]}</p>
        {problem === 'denied' && (
          <details>
            <summary className="flex min-h-11 items-center rounded-lg font-medium underline underline-offset-4">
              {said.howTo}
            </summary>
            <ol className="grid list-decimal gap-1 pl-5">
              {said.steps.map((step) => (
                <li key={step}>{step}</li>
              ))}
            </ol>
          </details>
        )}
        {onRetry !== undefined && problem !== 'unsupported' && (
          <Button size="small" className="justify-self-start pointer-coarse:min-h-11" onClick={onRetry}>
            {said.again}
          </Button>
        )}
      </div>
    </Notice>
  );
}
