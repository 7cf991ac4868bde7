//! The terminal's screen, to the letter.

use super::fixtures::{brief, no_deal, small};
use crate::report::render::text;
use crate::solve::Budget;

const ROOM: &str = r#"The harbour
There is room for agreement: 3 of 12 packages satisfy everyone. None of the two
drafts on the table is among them; the nearest is draft 1 (Coast's text), one
point away.

PARTIES               walk-away    best    gets
Coast                      0.40    0.80    0.50  2·····2·····|==*=========·····1
Island                     0.45    0.80    0.80  ········1·····|=========*·2···2
  | walk-away value, = up to the best within the zone, 1 and 2 drafts, *
  package; bars run from 0 to 1

DRAFTS
1 Coast's text: Coast could sign; one point from agreement.
  - Island: 0.17 below walk-away; red line on point 1
2 Island's text: Island could sign; one point from agreement.
  - Coast: 0.20 below walk-away
  - open: one point: point 3

THE NASH PACKAGE
Balances everyone's gains: the product of what each party gains over walking
away is greatest. It is nearest to draft 2 Island's text and differs from it on
two points; on the other it says the same.
Who gains (+) and who pays (−) by each change, in utility:
- 1 Tolls: Half the tolls
    Coast +0.300 | Island −0.200
- 3 Light: The lighthouse is lit

EASY POINTS AND DECIDING POINTS
One of 3 points has an option that is best for every party. What decides, with
the share of its stake that some party must give up there: 2 Pilots (30%), 1
Tolls (23%).

WHAT THIS RESTS ON
The numbers: illustrative. Utilities are computed exactly as written; only the
figures shown are rounded. All 9 solutions shown are proved to be optimal; 9
have certificates.
More, with pictures and tables: write it to a file that ends in .html, .md,
.csv or .json.
"#;

const NO_ROOM: &str = r#"The harbour
There is no room. These two demands cannot all be met: Coast wants at least
0.80, its walk-away value; Island wants at least 0.80, its walk-away value.

IF ONE DEMAND IS DROPPED
- Coast wants at least 0.80, its walk-away value:
    As in draft 2 Island's text, except: 3 Light: The lighthouse is lit
- Island wants at least 0.80, its walk-away value:
    As in draft 1 Coast's text
Smallest relaxation: if every party lowered its walk-away value by 0.30, red
lines and rules staying as they are, some package would satisfy everyone.
Proof in a line: weigh the utilities (Coast 50%, Island 50%). No package has a
weighted sum above 0.65, but the walk-away values need 0.80.

PARTIES               walk-away
Coast                      0.80  2········2···························|········1
Island                     0.80  ·············1·······················|··2·····2
  | walk-away value, 1 and 2 drafts; bars run from 0 to 1

DRAFTS
1 Coast's text: Coast could sign.
  - Island: 0.52 below walk-away; red line on point 1
2 Island's text: Island could sign.
  - Coast: 0.60 below walk-away
  - open: one point: point 3

EASY POINTS AND DECIDING POINTS
One of 3 points has an option that is best for every party. What decides, with
the share of its stake that some party must give up there: 2 Pilots (30%), 1
Tolls (23%).

WHAT THIS RESTS ON
The numbers: illustrative. Utilities are computed exactly as written; only the
figures shown are rounded. That there is no room is proved, not estimated.
More, with pictures and tables: write it to a file that ends in .html, .md,
.csv or .json.
"#;

#[test]
fn room() {
    let negotiation = small().negotiation();
    assert_eq!(text(&brief(&negotiation, &mut Budget::unlimited())), ROOM);
}

#[test]
fn no_room() {
    let negotiation = no_deal().negotiation();
    assert_eq!(text(&brief(&negotiation, &mut Budget::unlimited())), NO_ROOM);
}
