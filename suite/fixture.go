// Package suite is the suite that every store must pass: one small graph, questions with their answers that a person can read,
// behaviour that is no question, and random operations over random graphs. What an answer should be, package reference says.
package suite

import (
	_ "embed"
	"strings"

	"partnir/plan/mapping"
	"partnir/store"
	"partnir/suite/graphtext"
)

//go:embed fixture.txt
var fixtureText string

// Fixture returns the graph that the cases are about; fixture.txt says what each part of it is for.
//
//	          initiative:agenda                              goal:9 ◀─PART_OF─ target:9.1 9.2 9.10 9.b     goal:7
//	            ▲ PART_OF  ▲                                   ▲ SERVES                                       ▲ ▲
//	initiative:partnir   initiative:gdi ───────────────────────┼──────────────────────────────────────────────┘ │
//	  ▲ UNDER  ▲ MEMBER_OF   ▲ UNDER                           │ (from partnir)                                 │
//	  │        │             │                                                                                  │
//	platform:center, base    project:solar ──USES─▶ tech:h2 ◀─USES─ project:study ─USES─▶ tech:ai ⟲ CONTRIBUTES_TO
//	  │        │             ▲ PARTICIPATES_IN        └───────────────SERVES────────────────────────────────────┘
//	  │     org:brics ◀┐     │                                       tech:dl ─BROADER─▶ tech:ml ─BROADER─▶ tech:ai
//	  │     org:un   ◀─┼─ country:CHN, JPN, KEN, ZAF, ALA …          tech:loop-a ◀─BROADER─▶ tech:loop-b
//	  │     org:africa◀┘     │   │  ▲ │
//	  │  MEMBER_OF (China    │   │  │ └─SUPPLIES─▶ country:CHN ═SUPPLIES (three at once)═▶ country:JPN ─▶ country:CHN
//	  │  twice, africa       │   │  │
//	  │  in itself)          │   │  └──OF_COUNTRY── sector:CHN-C24 … JPN-C29 ⟲ SUPPLIES ──IN_INDUSTRY─▶ industry:C24 …
//	  │                      │   └─ADOPTED─▶ rule:paris      │ MAKES, NEEDS                                  │ PART_OF
//	  └─LOCATED_IN▶ country:CHN                    rule:iso ─┼─COVERS─▶ tech:mass, product:hs-72, industry:C ◀─┘
//	                                                         ▼                      ▲ PART_OF
//	org:steel ⟲ SUPPLIES ─MAKES─▶ product:hs-7208 ──────PART_OF─────────────────────┘
//	    └─OFFERS─▶ offer:coil ─OF─▶ product:hs-7208 ◀─OF─ need:coil
//
//	observation:… ─OF_SUBJECT─▶ country:CHN │ JPN     ─OF_INDICATOR─▶ indicator:rank ─PUBLISHED_BY─▶ org:un
//	              ─WITH─▶ org:africa  ─ABOUT─▶ tech:ai, product:hs-72
//	observation:hub-01 … hub-64 ─OF_SUBJECT─▶ country:NPL ─OF_INDICATOR─▶ indicator:hub
//
// A mistake in fixture.txt is a panic that names the line.
func Fixture(m *mapping.Mapping) *store.Records {
	return graphtext.MustRead(m, strings.Split(fixtureText, "\n"))
}
