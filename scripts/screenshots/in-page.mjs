// What runs in the pages themselves, and so knows nothing from outside.

/** What is seen in place of the cameras: somebody before a wall. */
export function replaceCamera(colours) {
  const [WIDTH, HEIGHT] = [640, 480];
  const draw = (context) => {
    context.fillStyle = colours.wall;
    context.fillRect(0, 0, WIDTH, HEIGHT);
    // A shelf with books.
    context.fillStyle = colours.shelf;
    context.fillRect(0, 150, 150, 10);
    context.fillRect(490, 210, 150, 10);
    colours.books.forEach((colour, index) => {
      context.fillStyle = colour;
      context.fillRect(20 + index * 22, 84 + (index % 3) * 8, 17, 66 - (index % 3) * 8);
      context.fillRect(510 + index * 22, 150 + (index % 2) * 12, 17, 60 - (index % 2) * 12);
    });
    const round = (colour, x, y, across, high) => {
      context.fillStyle = colour;
      context.beginPath();
      context.ellipse(x, y, across, high, 0, 0, 2 * Math.PI);
      context.fill();
    };
    const middle = WIDTH / 2;
    const line = (from, to, turn) => {
      context.strokeStyle = colours.hair;
      context.lineWidth = 5;
      context.lineCap = 'round';
      context.beginPath();
      context.ellipse(from, to, turn, turn * 0.7, 0, 0.2 * Math.PI, 0.8 * Math.PI);
      context.stroke();
    };
    round(colours.hair, middle, 215, 100, 112);
    round(colours.skin, middle, 330, 38, 60);
    round(colours.clothes, middle, 540, 205, 190);
    round(colours.skin, middle, 232, 76, 94);
    round(colours.hair, middle, 150, 82, 44);
    for (const side of [-1, 1]) round(colours.hair, middle + side * 30, 230, 6, 8);
    line(middle, 262, 30);
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
  Amara: {
    ...{ wall: '#fbe3c4', shelf: '#b98a5a', books: ['#0f766e', '#b45309', '#475569', '#9f1239', '#4d7c0f'] },
    ...{ clothes: '#0f766e', skin: '#9a6544', hair: '#241a17' },
  },
  Kenji: {
    ...{ wall: '#dbe7fb', shelf: '#8aa0c4', books: ['#334155', '#9f1239', '#0f766e', '#b45309', '#1d4ed8'] },
    ...{ clothes: '#334155', skin: '#ecc19c', hair: '#1f1f24' },
  },
};

/** Shows another code in place of the session's own. */
export function showCode([code, shown]) {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) walker.currentNode.data = walker.currentNode.data.replaceAll(code, shown);
}
