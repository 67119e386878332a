package dataset

import "strings"

// file describes one table: its columns, and which of them tell its rows apart. A missing, unknown or doubled column is an
// error, so that nothing is left out without anybody knowing.
type file struct {
	name string
	// key are the columns whose values together occur once.
	key []string
	// columns are those that become something.
	columns []string
	// unread are those that the schema has no place for; starter/README.md says so too.
	unread []string
}

// files are all tables of the starter graph.
var files = []file{
	describe("supply_industry_links", "supplier_iso3 supply_industry_id user_iso3 use_industry_id year", "value_usd_mn share source_id", ""),
	describe("projects", "project_id", "title programme donor_iso3 year status flow_type flow_class intent sector_code sector_name "+
		"amount_usd_current amount_usd_const const_base_year amount_kind start_date end_date recommended_for_research umbrella "+
		"source_id", ""),
	describe("observations", "area_id indicator_id year", "area_type value estimate source_id", ""),
	describe("project_parties", "project_id role party_id", "party_type source_id", ""),
	describe("supply_country_flows", "supplier_iso3 industry_id user_iso3 year", "value_usd_mn measure source_id", ""),
	describe("products_hs", "product_id", "code level parent_id description source_id", ""),
	describe("technology_activity", "area_id tech_id metric year", "value source_table source_id", ""),
	describe("memberships", "iso3 org_id", "role qualifier check source_id", ""),
	describe("organizations", "org_id", "name acronym kind established aim member_count crs_channel source_id", ""),
	describe("ndcs", "policy_id", "iso3 party title doc_type language version status submission_date url source_id", ""),
	describe("industry_output", "iso3 industry_id year", "gross_output_usd_mn source_id", ""),
	describe("agreement_parties", "iso3 agreement_id", "status source_id", ""),
	describe("technology_relations", "parent_id relation child_id", "source_id", ""),
	describe("trade_partners", "iso3 flow partner_iso3 year", "rank share_percent share_is_upper_bound source_id", ""),
	describe("trade_commodities", "iso3 flow rank year", "commodity source_id", ""),
	describe("companies_lei", "lei", "legal_name iso3 category keyword_flags source_id", ""),
	describe("technologies", "tech_id", "name scheme group source_id", ""),
	describe("countries", "iso3", "iso2 m49 name name_official name_zh name_fr region subregion capital currency_code currency_name "+
		"independent ldc lldc sids wikidata_id code_status source_id", "gec continent tld"),
	describe("sdg_targets", "target_id", "goal_id code title source_id", ""),
	describe("sdg_indicators", "indicator_code", "target_id title source_id", ""),
	describe("seed_article_facts", "fact_id", "statement_kind subject_type subject predicate object_type object value unit year "+
		"qualifier quote section source_id source_title source_published source_genre", ""),
	describe("agreements", "agreement_id", "name short_name opened_for_signature entered_into_force objective source_id", ""),
	describe("indicators", "indicator_id", "name unit description source_series source_id", ""),
	describe("sources", "source_id", "title locator commit as_of licence attribution feeds", ""),
	describe("org_lei_matches", "org_id", "lei legal_name iso3 match_method source_id", ""),
	describe("industries", "industry_id", "code name is_manufacturing source_id", ""),
	describe("sdg_goals", "goal_id", "number short_title title title_zh source_id", ""),
}

// describe describes one of the tables; columns are separated by blanks.
func describe(name, key, columns, unread string) file {
	return file{name: name, key: strings.Fields(key), columns: strings.Fields(columns), unread: strings.Fields(unread)}
}

// header returns all columns that the table must have.
func (f file) header() []string {
	return append(append(append([]string(nil), f.key...), f.columns...), f.unread...)
}
