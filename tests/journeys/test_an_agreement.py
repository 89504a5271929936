"""An agreement in a real browser: recorded, signed on a pad, sealed; and what other programs say of the seal."""

import re
import subprocess
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from pathlib import Path

import pytest
from asn1crypto import pem, x509
from playwright.sync_api import Page, expect
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from tests.journeys.conftest import Site, accessibility_faults
from tests.tools import need

pytestmark = pytest.mark.journey
INVESTOR, HOST = "示例（虚构）新材料有限公司", "示例市人民政府（虚构）"


def test_two_parties_sign_on_a_tablet_and_the_agreement_is_sealed(
    visit: Callable[..., Page], site: Site, tmp_path: Path
) -> None:
    pdfsig, pdftotext = need("pdfsig"), need("pdftotext")
    page = visit("organiser", width=1024)
    page.goto("/console/intentions")
    page.get_by_role("link", name="登记意向").click()
    page.fill("#title", "示例新材料项目")
    page.fill("#division", "示例市")
    page.fill("#amount", "12000.5")
    page.select_option("#parties-0-role", "investor")
    page.fill("#parties-0-name", INVESTOR)
    page.select_option("#parties-1-role", "host")
    page.fill("#parties-1-name", HOST)
    page.fill("#schools-0-school", "示例大学")
    assert accessibility_faults(page) == []
    page.locator("main form button[type=submit]").last.click()
    page.wait_for_url(re.compile(r"/console/intentions/\w{10,}$"))
    expect(page.locator("main")).to_contain_text("1.2 亿元")

    # an empty frame is no signature
    page.get_by_role("link", name="签署", exact=True).first.click()
    sign_on_the_pad_as(page, "示例代表")
    page.get_by_role("button", name="签署", exact=True).click()
    expect(page.locator("#signature_png-error")).to_be_visible()
    assert page.input_value("#signatory") == "示例代表"
    assert accessibility_faults(page) == []
    draw(page)
    page.get_by_role("button", name="签署", exact=True).click()
    expect(page.get_by_role("row", name=INVESTOR)).to_contain_text("手写板")

    page.get_by_role("link", name="签署", exact=True).first.click()
    sign_on_the_pad_as(page, "示例市长")
    draw(page)
    page.get_by_role("button", name="签署", exact=True).click()
    expect(page.locator(".page-head")).to_contain_text("已签约")
    expect(page.get_by_role("link", name="签署", exact=True)).to_have_count(0)

    # what was drawn is kept as it was drawn
    with page.expect_download() as drawn:
        page.get_by_role("row", name=HOST).get_by_role("link").click()
    assert Path(drawn.value.path()).read_bytes().startswith(b"\x89PNG")

    address = page.get_by_role("link", name="意向书 PDF").get_attribute("href")
    assert address is not None
    pdf = tmp_path / "agreement.pdf"
    pdf.write_bytes(page.request.get(f"{site.address}{address}").body())
    assert pyhanko_trusts(pdf, site)
    told = run(pdfsig, "-nocert", pdf)
    assert "Signature is Valid." in told
    assert "Total document signed" in told
    assert "ETSI.CAdES.detached" in told
    text = run(pdftotext, "-layout", pdf, "-").replace(" ", "")
    assert all(word in text for word in (INVESTOR, HOST, "示例代表", "示例市长", "示例新材料项目"))

    # one other byte, and neither believes it any more
    content = bytearray(pdf.read_bytes())
    content[len(content) // 2] ^= 1
    changed = tmp_path / "changed.pdf"
    changed.write_bytes(content)
    assert "Signature is Valid." not in run(pdfsig, "-nocert", changed)


def sign_on_the_pad_as(page: Page, name: str) -> None:
    page.fill("#signatory", name)
    page.get_by_label("手写板签署").check()


def draw(page: Page) -> None:
    pad = page.locator("[data-signature-pad]")
    pad.scroll_into_view_if_needed()
    box = pad.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 40, box["y"] + 60)
    page.mouse.down()
    for step in range(1, 25):
        page.mouse.move(box["x"] + 40 + 8 * step, box["y"] + 60 + (step % 5) * 9)
    page.mouse.up()
    expect(page.locator("[data-signature-state]")).to_have_text("已签名")


def pyhanko_trusts(pdf: Path, site: Site) -> bool:
    """Checked with the certificate alone, as a stranger would who was handed it."""
    whole = (site.app.extensions["settings"].instance_dir / "keys" / "seal.pem").read_bytes()
    blocks = {kind: der for kind, _headers, der in pem.unarmor(whole, multiple=True)}
    root = x509.Certificate.load(blocks["CERTIFICATE"])
    reader = PdfFileReader(BytesIO(pdf.read_bytes()))
    [seal] = reader.embedded_signatures
    context = ValidationContext(trust_roots=[root], allow_fetching=False)
    # pyHanko starts an event loop of its own, which the browser's thread has already
    with ThreadPoolExecutor(1) as apart:
        return bool(apart.submit(validate_pdf_signature, seal, context).result().bottom_line)


def run(*command: object) -> str:
    return subprocess.run(list(map(str, command)), capture_output=True, text=True, check=False).stdout
