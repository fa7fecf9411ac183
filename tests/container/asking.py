"""Ask a running service, with the standard library and Pillow alone: the slim image can run this file too.

python asking.py http://api:8000        (prints one line of JSON for each thing asked)
"""

import io
import json
import sys
import urllib.request

from PIL import Image, ImageDraw


def drawn_seven() -> bytes:
    """Draw a seven in dark ink on white paper, as PNG."""
    page = Image.new("L", (200, 200), 255)
    ImageDraw.Draw(page).line([(55, 50), (145, 50), (90, 160)], fill=20, width=16, joint="curve")
    file = io.BytesIO()
    page.save(file, "PNG")
    return file.getvalue()


def get(url: str) -> str:
    """Fetch a page; anything but a 2xx raises."""
    with urllib.request.urlopen(url, timeout=10) as answer:
        return answer.read().decode()


def predict(service: str, picture: bytes) -> dict:
    """Post a picture to `/v1/predict`; anything but a 2xx raises."""
    edge = "edge-of-a-part"
    head = f'--{edge}\r\nContent-Disposition: form-data; name="file"; filename="seven.png"\r\n\r\n'
    body = head.encode() + picture + f"\r\n--{edge}--\r\n".encode()
    headers = {"Content-Type": f"multipart/form-data; boundary={edge}"}
    with urllib.request.urlopen(
        urllib.request.Request(f"{service}/v1/predict", body, headers), timeout=10
    ) as answer:
        return json.load(answer)


def main(service: str) -> None:
    """Ask for everything that a newcomer sees."""
    print(json.dumps({path: len(get(service + path)) for path in ("/", "/docs", "/openapi.json")}))
    print(json.dumps(predict(service, drawn_seven())))


if __name__ == "__main__":
    main(sys.argv[1])
