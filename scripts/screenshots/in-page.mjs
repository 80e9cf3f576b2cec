// What runs in the pages themselves, and so knows nothing from outside.

/** What is seen in place of the cameras: somebody before a wall. */
export function replaceCamera(colours) {
  const [WIDTH, HEIGHT] = [640, 480];
  const draw = (context) => {
    const wall = context.createLinearGradient(0, 0, WIDTH, HEIGHT);
    wall.addColorStop(0, colours.wall[0]);
    wall.addColorStop(1, colours.wall[1]);
    context.fillStyle = wall;
    context.fillRect(0, 0, WIDTH, HEIGHT);
    const round = (colour, x, y, across, high) => {
      context.fillStyle = colour;
      context.beginPath();
      context.ellipse(x, y, across, high, 0, 0, 2 * Math.PI);
      context.fill();
    };
    const middle = WIDTH / 2;
    round(colours.hair, middle, 205, 104, 120);
    round(colours.clothes, middle, 520, 210, 190);
    round(colours.skin, middle, 330, 42, 70);
    round(colours.skin, middle, 225, 80, 98);
    round(colours.hair, middle, 140, 88, 46);
  };

  const stream = () => {
    const canvas = Object.assign(document.createElement('canvas'), { width: WIDTH, height: HEIGHT });
    const context = canvas.getContext('2d');
    draw(context);
    // A still picture makes no frames by itself.
    setInterval(() => draw(context), 100);
    const [picture] = canvas.captureStream(10).getTracks();
    const silence = new AudioContext().createMediaStreamDestination().stream.getTracks();
    return new MediaStream([picture, ...silence]);
  };
  navigator.mediaDevices.getUserMedia = async ({ video }) => {
    const made = stream();
    return video ? made : new MediaStream(made.getAudioTracks());
  };
}

/** Who is seen, to whoever looks at the page. */
export const CAMERAS = {
  Amara: { wall: ['#fde7c7', '#f6c99a'], clothes: '#0f766e', skin: '#8d5a3b', hair: '#241a17' },
  Kenji: { wall: ['#dbe7fb', '#a9c3ee'], clothes: '#334155', skin: '#e8b98f', hair: '#1f1f24' },
};

/** Shows another code in place of the session's own. */
export function showCode([code, shown]) {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) walker.currentNode.data = walker.currentNode.data.replaceAll(code, shown);
}
