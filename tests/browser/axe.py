"""What axe finds, as short as it can be read."""

from pathlib import Path

from playwright.async_api import Page

AXE = Path(__file__).parents[2] / "frontend/node_modules/axe-core/axe.min.js"


async def violations(page: Page, within: str = "body") -> list[str]:
    """Below that element, in its shadow too."""
    await page.evaluate(AXE.read_text())
    return await page.evaluate(
        """async within => {
          const root = document.querySelector(within).shadowRoot ?? document
          for (const each of root.getAnimations()) each.effect.getComputedTiming().endTime < Infinity ? each.finish() : each.cancel()
          const { violations } = await axe.run({ include: [[within]] })
          return violations.flatMap(({ id, nodes }) => nodes.map(node => `${id}: ${node.failureSummary} ${node.html}`))
        }""",
        within,
    )
