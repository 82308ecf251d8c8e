package page

func (v *view) search(query string) *searchView { return &searchView{Query: query} }
