"""Children: 六 留守儿童关爱."""
